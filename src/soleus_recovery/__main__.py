"""Run the command line when it is called as ``python -m soleus_recovery``."""

from soleus_recovery.cli import main

if __name__ == "__main__":
    main()
