"""The emulator, asked over sockets and in process, by friends and by strangers."""
