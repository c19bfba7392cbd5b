namespace MctsAspire.Integration.Tests;

/// <summary>Tests that run whole apps from one clean clone, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AppCollection : ICollectionFixture<CleanClone>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "whole apps";
}
