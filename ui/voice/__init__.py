"""The voice of a board: sentences, clips, and the program that plays them."""
