using Google.Protobuf;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>A state of a simulator's.</summary>
/// <param name="Bytes">Its bytes, which only the simulator understands.</param>
/// <param name="IsChance">Whether chance moves there.</param>
internal readonly record struct RemoteState(ByteString Bytes, bool IsChance);
