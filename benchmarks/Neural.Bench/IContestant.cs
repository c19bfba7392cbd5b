namespace MctsAspire.Benchmarks.Neural;

/// <summary>Somebody who can run a network.</summary>
internal interface IContestant : IDisposable
{
    string Name { get; }

    bool Can(Case what);

    /// <summary>Runs it again and again for a time.</summary>
    /// <returns>The median time of a call in microseconds, and the first sequence's logits.</returns>
    (double Microseconds, float[] Logits) Run(Case what, double seconds);
}
