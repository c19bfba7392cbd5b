using MctsAspire.Benchmarks.Reasoner;

const string Usage = """
    usage: dotnet run --project benchmarks/Reasoner -- <command> <squad file or folder> [<file or question>]
      fit      fits the coefficients to the tuning articles and writes them to the second file
      validate fits to all tuning articles but one and measures that one, in turn
      measure  asks the held-out articles and prints hit@1, hit@3, AUROC and the calibration error
      speed    asks the held-out articles on one thread and prints questions a second
      explain  ranks the sentences of a folder of Markdown documents for a question and says why
    """;

switch (args)
{
    case ["fit", var data, var output]:
        ModelFitting.Run(data, output);
        return 0;
    case ["validate", var data]:
        CrossValidation.Run(data, Console.Out);
        return 0;
    case ["measure", var data]:
        foreach (var titles in new[] { false, true })
            Console.WriteLine(HeldOut.Measure(data, titles));
        return 0;
    case ["explain", var folder, var question]:
        Explanation.Print(folder, question, Console.Out);
        return 0;
    case ["speed", var data]:
        Console.WriteLine(HeldOut.Speed(data));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 64;
}
