namespace MctsAspire.MctsService.Domains;

/// <summary>Something to pack.</summary>
internal readonly record struct KnapsackItem(string Name, double Weight, double Value);
