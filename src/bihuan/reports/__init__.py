"""What is issued (报告编制): definitions, plan, approval, archive, lineage of every figure."""
