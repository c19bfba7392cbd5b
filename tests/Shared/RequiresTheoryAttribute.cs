using Xunit;

namespace MctsAspire.Testing;

/// <summary>A theory that is skipped, with the reason, where something that it needs is absent.</summary>
/// <remarks>See <see cref="Requirements"/> for what may be required.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    /// <summary>A theory that needs all of <paramref name="requirements"/>.</summary>
    public RequiresTheoryAttribute(params string[] requirements) => Skip = Requirements.FirstUnmet(requirements);
}
