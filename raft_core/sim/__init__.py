"""The simulated world around the servers: time, network, disks, clocks, clients, and what a learner does to them."""
