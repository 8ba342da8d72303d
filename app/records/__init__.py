"""Records as a whole: importing an old register, and records of one person written twice."""
