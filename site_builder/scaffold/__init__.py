"""What a site brings along besides its content: the workflows that publish it, and the program that builds it."""
