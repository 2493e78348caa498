"""What a type checker has to say of the public parts."""
