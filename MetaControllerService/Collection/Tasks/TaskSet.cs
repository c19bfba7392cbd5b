using System.Globalization;
using MctsAspire.MetaControllerService.Collection.Worlds;

namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>Tasks with known answers, and the documents that they are about. The same seed and counts give the same set.</summary>
/// <param name="Worlds">The worlds; their documents must be stored before the tasks are run.</param>
/// <param name="Tasks">The tasks, world by world.</param>
internal sealed record TaskSet(IReadOnlyList<World> Worlds, IReadOnlyList<RoutingTask> Tasks)
{
    // Of five worlds two are held out: intervals are as narrow as the number of held-out tasks allows.
    private const int Cycle = 5;
    private const int HeldOut = 2;

    // How often each kind comes.
    private static readonly (TaskKind Kind, double Share)[] Mix =
    [
        (TaskKind.SingleFact, 0.20),
        (TaskKind.SeveralFacts, 0.17),
        (TaskKind.TwoSubjects, 0.12),
        (TaskKind.Comparison, 0.10),
        (TaskKind.MultiHop, 0.10),
        (TaskKind.Unanswerable, 0.10),
        (TaskKind.WithoutDocuments, 0.05),
        (TaskKind.Decision, 0.08),
        (TaskKind.Puzzle, 0.08),
    ];

    /// <summary>Makes a set.</summary>
    /// <param name="count">How many tasks, from 1.</param>
    /// <param name="tasksPerWorld">How many tasks are about the same world, from 1.</param>
    /// <param name="seed">The seed.</param>
    public static TaskSet Generate(int count, int tasksPerWorld, int seed)
    {
        var worlds = WorldGenerator.Generate((count + tasksPerWorld - 1) / tasksPerWorld, seed);
        var values = worlds.SelectMany(world => world.Facts).Select(fact => fact.Value).ToHashSet(StringComparer.Ordinal);

        // A generator of its own: a further kind of document does not change the questions.
        var random = new Random(seed + 1);
        var tasks = new List<RoutingTask>(count);
        while (tasks.Count < count)
        {
            var world = worlds[tasks.Count / tasksPerWorld];
            var kind = Choose(random.NextDouble());
            if (Make(kind, world, values, random) is not var (query, expected))
                continue;

            var part = world.Number % Cycle < HeldOut ? TaskPart.Test : TaskPart.Train;
            var id = string.Create(CultureInfo.InvariantCulture, $"{seed}-{tasks.Count}");
            tasks.Add(new(id, kind, part, query, kind != TaskKind.WithoutDocuments, expected));
        }

        return new(worlds, tasks);
    }

    private static (string Query, ExpectedAnswer Expected)? Make(TaskKind kind, World world, IReadOnlyCollection<string> values, Random random) => kind switch
    {
        TaskKind.Decision => new DecisionTasks(random).Make(),
        TaskKind.Puzzle => new PuzzleTasks(random).Make(),
        _ => new QuestionTasks(world, values, random).Make(kind),
    };

    private static TaskKind Choose(double place)
    {
        foreach (var (kind, share) in Mix)
        {
            if ((place -= share) < 0)
                return kind;
        }

        return Mix[0].Kind;
    }
}
