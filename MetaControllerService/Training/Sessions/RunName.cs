using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Training.Loop;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>Names a run by all that decides what comes out of it, so that a checkpoint is never taken for another run's.</summary>
internal static class RunName
{
    private const int Digits = 12;

    /// <summary>The name, such as <c>rnn-0123456789ab</c>.</summary>
    /// <param name="trainee">The network.</param>
    /// <param name="plan">How it is trained.</param>
    /// <param name="data">Fingerprint of the examples.</param>
    public static string Of(ITrainee trainee, TrainingPlan plan, string data)
    {
        var all = string.Join('\n', trainee.Type, trainee.Configuration, JsonSerializer.Serialize(plan), data);
        return $"{trainee.Type}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..Digits]}";
    }
}
