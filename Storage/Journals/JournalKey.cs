namespace MctsAspire.Storage.Journals;

/// <summary>The place of an outside call in a run. A run holds each place once.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Step">The node and the call's place in it, as <c>hrm/answer-2</c>.</param>
/// <param name="Kind">What is called, as <c>retrieval</c> or <c>answer</c>.</param>
public readonly record struct JournalKey(string RunId, string Step, string Kind);
