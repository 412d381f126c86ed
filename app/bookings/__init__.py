"""What is wished: a booking, its legs, how it is submitted, decided, called off and rated."""
