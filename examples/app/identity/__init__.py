"""An application that asks users for a selfie and a document, and compares the two."""
