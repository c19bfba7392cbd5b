using MctsAspire.Search.Bench;

return args switch
{
    ["rate", var domain, var iterations, var runs] => SearchRate.Print(domain, int.Parse(iterations), int.Parse(runs)),
    ["workers", var domain, var iterations, var runs] => WorkerGain.Print(domain, int.Parse(iterations), int.Parse(runs)),
    ["memory", var domain, var iterations] => SearchMemory.Print(domain, int.Parse(iterations)),
    ["grpc", var domain, var iterations, var runs] => await GrpcCost.PrintAsync(domain, int.Parse(iterations), int.Parse(runs)),
    _ => Usage.Print(),
};
