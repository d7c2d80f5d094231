"""Words only: time, agents, contacts, events and their order, records, knobs, luck, errors. Standard library only."""
