using System.CommandLine;
using MctsAspire.MetaControllerService.Training.Loop;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>The options that both training commands have.</summary>
internal sealed class TrainingFlags
{
    private readonly Option<double?> _learningRate;
    private readonly Option<int> _batchSize;
    private readonly Option<int> _epochs;
    private readonly Option<int> _patience = Flags.Whole("--patience", 1, 1000, 3, "Epochs without a lower validation loss before training stops");
    private readonly Option<int> _warmupSteps;
    private readonly Option<long?> _seed = Flags.Seed("Seed of data, split, weights, order and dropout");
    private readonly Option<int> _numSamples;
    private readonly Option<bool> _balanced = Flags.Switch("--balanced", "As many synthetic decisions of each agent");
    private readonly Option<string?> _dataPath = Flags.Text("--data_path", "file", "Logged or collected decisions as JSON Lines, or the id of imported ones, in place of synthetic ones");
    private readonly Option<double> _price = Price();
    private readonly Option<string?> _savePath = Flags.Text("--save_path", "file", "Also write the model to this file (.safetensors)");
    private readonly Option<string?> _outputDir = Flags.Text("--output_dir", "folder", "Also write the model and the report to this folder");
    private readonly Option<int> _checkpointSteps = Flags.Whole("--checkpoint_steps", 1, 1_000_000, 500, "Steps between checkpoints; there is one at the end of each epoch as well");
    private readonly Option<bool> _resume = Flags.Switch("--resume", "Go on where a run with the same options and data was cut off");

    /// <summary>The options with the defaults of a network.</summary>
    /// <param name="learningRates">What help says of the default learning rate.</param>
    /// <param name="batchSize">Examples in a step.</param>
    /// <param name="mostBatch">The largest step that is allowed; the memory of training grows with it.</param>
    /// <param name="epochs">Most epochs.</param>
    /// <param name="warmupSteps">Steps of warm-up.</param>
    /// <param name="numSamples">Synthetic decisions.</param>
    public TrainingFlags(string learningRates, int batchSize, int mostBatch, int epochs, int warmupSteps, int numSamples)
    {
        _learningRate = Flags.OptionalReal("--lr", new(0, 1, WithLeast: false), $"Learning rate [default: {learningRates}]");
        _batchSize = Flags.Whole("--batch_size", 1, mostBatch, batchSize, "Examples in a step");
        _epochs = Flags.Whole("--epochs", 1, 10_000, epochs, "Most epochs");
        _warmupSteps = Flags.Whole("--warmup_steps", 0, 1_000_000, warmupSteps, "Steps until the learning rate is reached; it falls to 0 from there, or stays without them");
        _numSamples = Flags.Whole("--num_samples", 10, 1_000_000, numSamples, "Synthetic decisions");
    }

    /// <summary>The price of a call, where data tell of calls.</summary>
    public static Option<double> Price() => Flags.Real("--price", new(0, 1), 0.001, "What a call costs, in units of score, where collected tasks tell of calls");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _learningRate, _batchSize, _epochs, _patience, _warmupSteps, _seed, _numSamples, _balanced, _dataPath, _price, _savePath, _outputDir,
            _checkpointSteps, _resume,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="learningRate">The learning rate when none was given.</param>
    /// <param name="seed">The seed when none was given.</param>
    public TrainingRequest Read(ParseResult line, double learningRate, long seed) => new()
    {
        Plan = new TrainingPlan
        {
            LearningRate = line.GetValue(_learningRate) ?? learningRate,
            BatchSize = line.GetValue(_batchSize),
            Epochs = line.GetValue(_epochs),
            Patience = line.GetValue(_patience),
            WarmupSteps = line.GetValue(_warmupSteps),
            Seed = line.GetValue(_seed) ?? seed,
        },
        NumSamples = line.GetValue(_numSamples),
        Balanced = line.GetValue(_balanced),
        DataPath = line.GetValue(_dataPath),
        Price = line.GetValue(_price),
        SavePath = line.GetValue(_savePath),
        OutputDirectory = line.GetValue(_outputDir),
        CheckpointSteps = line.GetValue(_checkpointSteps),
        Resume = line.GetValue(_resume),
    };
}
