"""Local stand-ins for the firms the product talks to, in their real wire formats, and the controls that steer them.

They come from outside: nothing here imports the product, nothing of the product imports them.
"""
