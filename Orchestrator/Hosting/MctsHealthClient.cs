using Grpc.Core;
using Grpc.Health.V1;

namespace MctsAspire.Orchestrator.Hosting;

/// <summary>Asks the replicas of MctsService, in turn, whether they can search.</summary>
/// <remarks>A type of its own, since clients are told apart by their types.</remarks>
/// <param name="invoker">Makes the calls.</param>
internal sealed class MctsHealthClient(CallInvoker invoker) : Health.HealthClient(invoker);
