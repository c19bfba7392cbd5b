using System.Globalization;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Configuration;

/// <summary>Reads <see cref="MetaControllerSettings"/> from the configuration, whole or not at all.</summary>
internal sealed class MetaControllerSettingsReader
{
    private const string Section = "MetaController";
    private const int LongestEcho = 40;

    private readonly IConfiguration _configuration;
    private readonly List<string> _problems = [];

    private MetaControllerSettingsReader(IConfiguration configuration) => _configuration = configuration;

    /// <exception cref="ConfigurationException">A value is wrong; the message is one line that names every wrong setting.</exception>
    public static MetaControllerSettings Read(IConfiguration configuration)
    {
        var read = new MetaControllerSettingsReader(configuration);
        var defaults = new MetaControllerSettings();
        var settings = new MetaControllerSettings
        {
            Type = read.Type() ?? defaults.Type,
            Model = read.Model(),
            Threshold = read.Share("Threshold", "META_CONTROLLER_THRESHOLD") ?? defaults.Threshold,
            Exploration = read.Share("Exploration", "META_CONTROLLER_EXPLORATION") ?? defaults.Exploration,
            PollSeconds = read.Integer("PollSeconds", 0, 86_400) ?? defaults.PollSeconds,
            ModelMegabytes = read.Integer("ModelMegabytes", 1, 2_000) ?? defaults.ModelMegabytes,
            LogFileMegabytes = read.Integer("LogFileMegabytes", 1, 1_024) ?? defaults.LogFileMegabytes,
            LogFiles = read.Integer("LogFiles", 1, 1_000) ?? defaults.LogFiles,
            IndexedDecisions = read.Integer("IndexedDecisions", 0, 100_000) ?? defaults.IndexedDecisions,
        };
        if (settings.Model is not null && settings.Type == ControllerTypes.Rules)
            read._problems.Add($"{Section}:Model is set, and rules need no model; unset it or choose the type rnn or bert");
        return read._problems.Count == 0 ? settings : throw new ConfigurationException(string.Join("; ", read._problems));
    }

    private string? Type()
    {
        if (Find("Type", "META_CONTROLLER_TYPE") is not var (name, text))
            return null;
        var type = text.ToLowerInvariant();
        if (ControllerTypes.All.Contains(type))
            return type;
        _problems.Add($"{name} is {Echo(text)}, and must be one of {string.Join(", ", ControllerTypes.All)}");
        return null;
    }

    private string? Model()
    {
        if (Find("Model", "META_CONTROLLER_MODEL") is not var (name, text))
            return null;
        if (!text.Contains('\0', StringComparison.Ordinal) && (File.Exists(text) || Directory.Exists(text)))
            return Path.GetFullPath(text);
        _problems.Add($"{name} names no file and no folder; it must be a bundle or the folder of a checkpoint, or be unset");
        return null;
    }

    private double? Share(string key, string variable)
    {
        if (Find(key, variable) is not var (name, text))
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
            return value;
        _problems.Add($"{name} is {Echo(text)}, and must be a number from 0 to 1");
        return null;
    }

    private int? Integer(string key, int minimum, int maximum)
    {
        if (Find(key, null) is not var (name, text))
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {Echo(text)}, and must be an integer from {minimum} to {maximum}"));
        return null;
    }

    // The section wins: it is the more exact word.
    private (string Name, string Text)? Find(string key, string? variable) =>
        Text($"{Section}:{key}") ?? (variable is null ? null : Text(variable));

    private (string Name, string Text)? Text(string name) =>
        _configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? (name, text.Trim()) : null;

    private static string Echo(string text)
    {
        var line = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]);
        return line.Length <= LongestEcho ? $"'{line}'" : $"'{line[..LongestEcho]}…'";
    }
}
