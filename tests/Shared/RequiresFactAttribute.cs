using Xunit;

namespace MctsAspire.Testing;

/// <summary>A fact that is skipped, with the reason, where something that it needs is absent.</summary>
/// <remarks>See <see cref="Requirements"/> for what may be required.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    /// <summary>A fact that needs all of <paramref name="requirements"/>.</summary>
    public RequiresFactAttribute(params string[] requirements) => Skip = Requirements.FirstUnmet(requirements);
}
