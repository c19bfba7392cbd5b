using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Tests;

internal static class States
{
    /// <summary>The state of whoever does not care which.</summary>
    public static readonly RunFeatures Any = new(0.8, 0.6, 0.75, 0.7, Agent.Hrm, 2, 150, true, default);
}
