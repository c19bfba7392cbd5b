namespace MctsAspire.Gateway.RateLimits;

/// <summary>Requests that Redis is asked about at once, in the order in which they came.</summary>
internal sealed class LimitBatch
{
    /// <summary>How many requests are asked about at once, at most.</summary>
    public const int Most = 256;

    private readonly List<LimitQuestion> _questions = [];
    private readonly List<Group> _groups = [];

    public int Count => _questions.Count;

    /// <summary>The requests.</summary>
    public IReadOnlyList<LimitQuestion> Questions => _questions;

    /// <summary>The requests of each client and its windows.</summary>
    public IReadOnlyList<Group> Groups => _groups;

    /// <summary>Since when the first one waits, in microseconds of the logs' clock.</summary>
    public long Since => _questions[0].Since;

    public void Add(LimitQuestion question)
    {
        _questions.Add(question);
        // Mostly one or a few clients: looking through them costs less than a table.
        foreach (var group in _groups)
        {
            if (ReferenceEquals(group.Plan, question.Plan) && group.ClientId == question.ClientId)
            {
                group.Questions.Add(question);
                return;
            }
        }

        _groups.Add(new Group(question));
    }

    /// <summary>Requests of one client with the same windows.</summary>
    internal sealed class Group(LimitQuestion first)
    {
        public string ClientId { get; } = first.ClientId;

        public LimitPlan Plan { get; } = first.Plan;

        public List<LimitQuestion> Questions { get; } = [first];
    }
}
