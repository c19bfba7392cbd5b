using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>
/// Lets chance choose the agent in a share of the decisions, so that the log can tell what the others would have brought. Chance follows
/// from the run's seed and question alone: the same run takes the same way again.
/// </summary>
internal static class Exploration
{
    /// <summary>The agents that work next.</summary>
    /// <param name="chosen">Those that work unless chance decides.</param>
    /// <param name="open">The agents that chance may take: one of them, each with the same probability.</param>
    /// <param name="share">The share of decisions that chance makes; what is no number from 0 to 1 counts as 0.</param>
    /// <param name="state">The state to decide on.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>The agents, whether chance chose them, and the probability with which exactly they were taken.</returns>
    public static (ImmutableArray<string> Agents, bool Explored, double Propensity) Apply(
        ImmutableArray<string> chosen, ImmutableArray<string> open, double share, AgentState state, long seed)
    {
        if (share is not (> 0 and <= 1) || open.IsEmpty)
            return (chosen, false, 1);

        var (decides, takes) = Chances(state, seed);
        var explored = decides < share;
        ImmutableArray<string> agents = explored ? [open[(int)(takes * open.Length)]] : chosen;

        // Both ways may lead to the same agents.
        var byChoice = agents.SequenceEqual(chosen) ? 1 - share : 0;
        var byChance = agents.Length == 1 && open.Contains(agents[0]) ? share / open.Length : 0;
        return (agents, explored, byChoice + byChance);
    }

    private static (double Decides, double Takes) Chances(AgentState state, long seed)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"exploration\n{seed}\n{state.Iteration}\n{state.Query}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return (Fraction(hash), Fraction(hash.AsSpan(sizeof(ulong))));
    }

    // 53 bits, as many as a double holds: below 1.
    private static double Fraction(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (1.0 / (1UL << 53));
}
