using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>The watch has ended the search while a call was waited for.</summary>
internal sealed class SearchStoppedException(StopCause cause) : Exception("The search was stopped.")
{
    /// <summary>Why.</summary>
    public StopCause Cause => cause;
}
