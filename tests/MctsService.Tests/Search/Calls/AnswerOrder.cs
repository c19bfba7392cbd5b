using MctsAspire.MctsService.Search.Calls;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>In which order the calls of a batch are answered.</summary>
internal class AnswerOrder
{
    public static AnswerOrder AtOnce { get; } = new();

    /// <summary>Answers all calls of each batch only when all were made, in an order that the seed decides, on other threads.</summary>
    public static AnswerOrder Scrambled(int seed) => new ScrambledOrder(seed);

    public virtual Task<T[]> AnswerAsync<T>(T[] answers, CancellationToken cancellationToken) => Task.FromResult(answers);

    private sealed class ScrambledOrder(int seed) : AnswerOrder
    {
        private readonly Random _random = new(seed);

        public override async Task<T[]> AnswerAsync<T>(T[] answers, CancellationToken cancellationToken)
        {
            var turns = answers.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
            var all = CallBatch.RunAsync(answers.Length, async (i, token) =>
            {
                await turns[i].Task.WaitAsync(token);
                return answers[i];
            }, cancellationToken);
            foreach (var turn in turns.OrderBy(_ => _random.Next()))
                turn.SetResult();
            return await all;
        }
    }
}
