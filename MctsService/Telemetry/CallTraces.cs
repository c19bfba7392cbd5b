using System.Diagnostics;

namespace MctsAspire.MctsService.Telemetry;

/// <summary>
/// Keeps the first language calls of a search in its trace and the others out of it: ten thousand of them would push everything else
/// out of the exporters' queues. The later calls have a parent that is not sampled, here and in the service that answers.
/// </summary>
internal sealed class CallTraces(Activity? search)
{
    /// <summary>Calls of a search that its trace shows.</summary>
    public const int Shown = 16;

    private Activity? _unsampled;

    /// <summary>To be called at the start of the asynchronous method that makes the call; holds until that method ends.</summary>
    /// <param name="sequence">The call's number within its search, from 0.</param>
    public void Enter(long sequence)
    {
        if (search is null || sequence < Shown)
            return;

        if (_unsampled is null)
        {
            _unsampled = new Activity("calls").SetParentId(search.TraceId, search.SpanId, ActivityTraceFlags.None);
            _unsampled.Start();
        }

        Activity.Current = _unsampled;
    }
}
