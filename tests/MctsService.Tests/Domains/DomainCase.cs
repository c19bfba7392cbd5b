using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

/// <summary>A domain under the generic tests.</summary>
public abstract class DomainCase
{
    internal abstract IProblem Problem { get; }

    /// <summary>Plays random games and checks what every domain promises at every state.</summary>
    internal abstract void CheckContract(long seed);

    /// <summary>Checks that random and guided playouts end, and end in a state with returns.</summary>
    internal abstract void CheckPlayOuts(long seed);
}
