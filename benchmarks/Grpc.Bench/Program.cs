using MctsAspire.Grpc.Bench;

// measure [seconds]        starts a server process, measures gRPC and its peers against it, prints one "name value" line a figure
// serve                    the server: prints "listening: URL" and runs until its input ends
// call URL [seconds]       the measurement alone, against a server that runs already
return args switch
{
    ["serve"] => await Server.RunAsync(),
    ["call", var address] => await Measurement.RunAsync(new Uri(address), 5),
    ["call", var address, var seconds] when int.TryParse(seconds, out var s) && s > 0 => await Measurement.RunAsync(new Uri(address), s),
    ["measure"] => await ServerProcess.MeasureAsync(5),
    ["measure", var seconds] when int.TryParse(seconds, out var s) && s > 0 => await ServerProcess.MeasureAsync(s),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Grpc.Bench measure [seconds] | serve | call URL [seconds]");
    return 2;
}
