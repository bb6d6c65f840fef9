"""The web application: rooms that stream a simulated Raft cluster to browsers."""
