namespace MctsAspire.Search.Bench;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine("""
            Search.Bench rate DOMAIN ITERATIONS RUNS     million iterations a second on one thread, the median of RUNS searches
            Search.Bench workers DOMAIN ITERATIONS RUNS  how many times faster two workers are than one, the median of RUNS pairs
            Search.Bench memory DOMAIN ITERATIONS        bytes reserved for each node of the tree, and garbage collections during the search
            Search.Bench grpc DOMAIN ITERATIONS RUNS     per cent that a search costs more over gRPC, and the medians of both in milliseconds
            DOMAIN is connect_four or tic_tac_toe.
            """);
        return 2;
    }
}
