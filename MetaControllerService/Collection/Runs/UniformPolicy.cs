using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>The policy that logs: it chooses each agent with the same probability, whatever it is shown.</summary>
internal static class UniformPolicy
{
    private const int Agents = 3;

    /// <summary>The probability of every choice.</summary>
    public const double Propensity = 1.0 / Agents;

    /// <summary>Both choices on a task, drawn by seed and task alone: a collection that was cut off goes on with the same ones.</summary>
    public static (Agent First, Agent Second) Choose(int seed, string task)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"uniform {seed} {task}")));
        return (Pick(hash.AsSpan(0, 8)), Pick(hash.AsSpan(8, 8)));
    }

    private static Agent Pick(ReadOnlySpan<byte> bits) => (Agent)(int)(BinaryPrimitives.ReadUInt64BigEndian(bits) % Agents);
}
