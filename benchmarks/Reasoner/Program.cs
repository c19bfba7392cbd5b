using MctsAspire.Benchmarks.Reasoner;

const string Usage = """
    usage: dotnet run --project benchmarks/Reasoner -- <command> <squad file or folder> [<file or question>]
      fit      fits the coefficients to the tuning articles and writes them to the second file
      validate fits to all tuning articles but one and measures that one, in turn
      measure  asks the held-out articles and prints hit@1, hit@3, AUROC and the calibration error
      speed    asks the held-out articles on one thread and prints questions a second
      written  asks what people wrote, from a file of collections and a folder of documents; "first", "second" or "all" says which collections
      pairs    asks pairs of sentences that contradict each other, agree or are unrelated; "first", "second" or "all" says which
      splits   splits questions into sub-questions; "first", "second" or "all" says which
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
    case ["written", var questions, var folder, var half]:
        var written = new WrittenFigures(WrittenQuestions.Ask(questions, folder, i => half == "all" || (i % 2 == 0) == (half == "first")));
        foreach (var answer in written.Answers)
            Console.WriteLine(FormattableString.Invariant($"{(answer.HasAnswer ? answer.Draft.Answerable && answer.Holding(3) ? "ok" : "MISSED" : answer.Draft.Answerable ? "ANSWERED" : "ok")} {answer.Draft.Confidence:F2} {answer.Question} -> {answer.Draft.Citations.FirstOrDefault()?.Text.ReplaceLineEndings(" ")}"));
        Console.WriteLine(written);
        return 0;
    case ["pairs", var pairs, var half]:
        foreach (var list in WrittenPairs.Ask(pairs, i => half == "all" || (i % 2 == 0) == (half == "first")).GroupBy(pair => pair.Kind))
        {
            Console.WriteLine($"{list.Key}: a contradiction is said of {list.Count(pair => pair.IsSaid)} of {list.Count()}");
            foreach (var pair in list.Where(pair => pair.IsSaid != (list.Key == "contradicting")))
                Console.WriteLine($"  {pair.Question}");
        }

        return 0;
    case ["splits", var splits, var half]:
        var split = WrittenSplits.Split(splits, i => half == "all" || (i % 2 == 0) == (half == "first"));
        foreach (var (asked, subQuestions, isRight) in split.Where(item => !item.IsRight))
            Console.WriteLine($"  {asked} -> {string.Join(" | ", subQuestions)}");
        Console.WriteLine($"{split.Count(item => item.IsRight)} of {split.Count} right");
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
