using Xunit;

namespace MctsAspire.Testing;

/// <summary>A fact that takes long: it runs with <c>./test.sh --full</c> only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullFactAttribute : FactAttribute
{
    /// <summary>A long fact that needs all of <paramref name="requirements"/>.</summary>
    public FullFactAttribute(params string[] requirements) =>
        Skip = Environment.GetEnvironmentVariable("MCTS_TESTS") == "full"
            ? Requirements.FirstUnmet(requirements)
            : "a long test; ./test.sh --full runs it";
}
