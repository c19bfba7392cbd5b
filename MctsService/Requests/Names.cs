using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Requests;

/// <summary>The names of choices in requests and answers.</summary>
internal static class Names
{
    private static readonly (string Name, Selection Value)[] Selections = [("ucb1", Selection.Ucb1), ("ucb1_tuned", Selection.Ucb1Tuned), ("puct", Selection.Puct)];

    private static readonly (string Name, BestAction Value)[] BestActions =
        [("max_visits", BestAction.MaxVisits), ("max_value", BestAction.MaxValue), ("robust", BestAction.Robust), ("secure", BestAction.Secure)];

    private static readonly (string Name, RolloutPolicy Value)[] Rollouts =
        [("random", RolloutPolicy.Random), ("greedy", RolloutPolicy.Greedy), ("hybrid", RolloutPolicy.Hybrid), ("evaluator", RolloutPolicy.Evaluator)];

    private static readonly (string Name, Backup Value)[] Backups = [("mean", Backup.Mean), ("max", Backup.Max)];

    /// <summary>The name of a way to select.</summary>
    public static string Of(Selection selection) => Of(selection, Selections);

    /// <summary>The name of a way to choose the action.</summary>
    public static string Of(BestAction action) => Of(action, BestActions);

    /// <summary>The name of a rollout policy.</summary>
    public static string Of(RolloutPolicy policy) => Of(policy, Rollouts);

    /// <summary>The name of a backup.</summary>
    public static string Of(Backup backup) => Of(backup, Backups);

    /// <summary>The way to select of that name.</summary>
    /// <exception cref="ValidationException">There is none.</exception>
    public static Selection ToSelection(string name) => Find(name, "selection", Selections);

    /// <summary>The way to choose the action of that name.</summary>
    /// <exception cref="ValidationException">There is none.</exception>
    public static BestAction ToBestAction(string name) => Find(name, "best_action", BestActions);

    /// <summary>The rollout policy of that name.</summary>
    /// <exception cref="ValidationException">There is none.</exception>
    public static RolloutPolicy ToRollout(string name) => Find(name, "rollout", Rollouts);

    /// <summary>The backup of that name.</summary>
    /// <exception cref="ValidationException">There is none.</exception>
    public static Backup ToBackup(string name) => Find(name, "backup", Backups);

    private static string Of<T>(T value, (string Name, T Value)[] names)
        where T : struct, Enum => Array.Find(names, item => EqualityComparer<T>.Default.Equals(item.Value, value)).Name;

    private static T Find<T>(string name, string field, (string Name, T Value)[] names)
        where T : struct, Enum
    {
        var place = Array.FindIndex(names, item => item.Name == name);
        return place >= 0
            ? names[place].Value
            : throw new ValidationException(field, $"must be one of {string.Join(", ", names.Select(item => item.Name))}");
    }
}
