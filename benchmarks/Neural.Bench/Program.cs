// Measures the routers' networks beside ONNX Runtime and PyTorch:  Neural.Bench FOLDER ONNX-SCRIPT TORCH-SCRIPT ROUNDS
// FOLDER holds gru and bert as .safetensors and .onnx. Prints a line "figure value" for each.
using System.Globalization;
using MctsAspire.Benchmarks.Neural;

if (args is not [var folder, var onnx, var torch, var rounds])
{
    Console.Error.WriteLine("usage: Neural.Bench FOLDER ONNX-SCRIPT TORCH-SCRIPT ROUNDS");
    return 2;
}

using var field = new Field(folder, onnx, torch);
var comparison = new Comparison(field, int.Parse(rounds, CultureInfo.InvariantCulture));
foreach (var (figure, value) in comparison.Run())
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure} {value:0.####}"));
return 0;
