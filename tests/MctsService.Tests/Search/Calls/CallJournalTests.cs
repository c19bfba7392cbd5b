using Google.Protobuf;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Tests.Search.Calls;

public class CallJournalTests
{
    private static readonly EvaluateRequest Question = new() { Query = "Which is best?" };

    private static readonly EvaluateResponse Answer = new() { Value = 0.5 };

    [Fact]
    public async Task AnAnswerIsGivenAgainWithoutACall()
    {
        var recorded = await RecordAsync(Question, Answer);
        var replay = new CallJournal(keeps: true, recorded);

        var response = await AskAsync(replay, Question, () => throw new InvalidOperationException("No call must be made."));
        replay.Settle();

        response.ShouldBe(Answer);
        replay.Entries.ShouldBe(recorded);
    }

    [Fact]
    public async Task AnAnswerToAnotherRequestIsRefused()
    {
        var replay = new CallJournal(keeps: true, await RecordAsync(Question, Answer));

        var error = await Should.ThrowAsync<MctsException>(AskAsync(replay, new EvaluateRequest { Query = "Which is worst?" }, NoCall));

        error.Message.ShouldContain("request_sha256");
        error.Message.ShouldContain("answer 0");
    }

    [Fact]
    public async Task AnAnswerToAnotherMethodIsRefused()
    {
        var replay = new CallJournal(keeps: true, await RecordAsync(Question, Answer));

        await Should.ThrowAsync<MctsException>(replay.AskAsync(replay.Number(), "Propose", () => Question, EvaluateResponse.Parser, NoCall));
    }

    [Fact]
    public async Task AMissingAnswerIsSaidToBeMissing()
    {
        var replay = new CallJournal(keeps: true, await RecordAsync(Question, Answer));
        replay.Number();

        (await Should.ThrowAsync<MctsException>(AskAsync(replay, Question, NoCall))).Message.ShouldContain("no answer to call 1");
    }

    [Fact]
    public void TwoAnswersToOneCallAreRefused()
    {
        var entry = new JournalEntry { Sequence = 4 };

        Should.Throw<MctsException>(() => new CallJournal(keeps: true, [entry, entry])).Message.ShouldContain("two answers to call 4");
    }

    [Fact]
    public async Task BytesThatAreNoAnswerAreRefused()
    {
        var recorded = await RecordAsync(Question, Answer);
        recorded[0].Response = ByteString.CopyFromUtf8("no message");

        (await Should.ThrowAsync<MctsException>(AskAsync(new CallJournal(keeps: true, recorded), Question, NoCall))).Message.ShouldContain("changed");
    }

    [Fact]
    public async Task CallsOfABatchThatWasNotFinishedAreLeftOut()
    {
        var journal = new CallJournal(keeps: true);
        await AskAsync(journal, Question, () => Task.FromResult(Answer));
        journal.Settle();
        await AskAsync(journal, Question, () => Task.FromResult(Answer));

        journal.Entries.ShouldHaveSingleItem().Sequence.ShouldBe(0);
    }

    private static Task<EvaluateResponse> NoCall() => throw new InvalidOperationException("No call must be made.");

    private static async Task<List<JournalEntry>> RecordAsync(EvaluateRequest request, EvaluateResponse response)
    {
        var journal = new CallJournal(keeps: true);
        await AskAsync(journal, request, () => Task.FromResult(response));
        journal.Settle();
        return [.. journal.Entries];
    }

    private static Task<EvaluateResponse> AskAsync(CallJournal journal, EvaluateRequest request, Func<Task<EvaluateResponse>> call) =>
        journal.AskAsync(journal.Number(), "Evaluate", () => request, EvaluateResponse.Parser, call);
}
