// compare FOLDER ONNX-SCRIPT TORCH-SCRIPT ROUNDS   the routers' networks beside ONNX Runtime and PyTorch; FOLDER holds gru and bert as .safetensors and .onnx
// grpc SERVICE ECHO                                calls of MetaControllerService beside empty calls of an echo service, by their addresses
// Prints a line "figure value" for each figure.
using System.Globalization;
using MctsAspire.Benchmarks.Neural;

switch (args)
{
    case ["compare", var folder, var onnx, var torch, var rounds]:
        using (var field = new Field(folder, onnx, torch))
            Print(new Comparison(field, int.Parse(rounds, CultureInfo.InvariantCulture)).Run());
        return 0;
    case ["grpc", var service, var echo]:
        Print(await GrpcCalls.MeasureAsync(new Uri(service), new Uri(echo)));
        return 0;
    default:
        Console.Error.WriteLine("usage: Neural.Bench compare FOLDER ONNX-SCRIPT TORCH-SCRIPT ROUNDS | grpc SERVICE ECHO");
        return 2;
}

static void Print(IEnumerable<(string Figure, double Value)> figures)
{
    foreach (var (figure, value) in figures)
        Console.WriteLine(figure + " " + value.ToString(value < 1000 ? "0.####" : "0", CultureInfo.InvariantCulture));
}
