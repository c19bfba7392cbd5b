using Grpc.Core;
using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Requests;
using MctsAspire.MetaControllerService.Telemetry;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;

namespace MctsAspire.MetaControllerService.Rpc;

/// <summary>The contract of <c>protos/meta/v1</c>.</summary>
internal sealed class PredictionService(
    ModelHost models, DecisionRecorder decisions, MetaControllerSettings settings, MetaControllerTelemetry telemetry, TimeProvider time) : MetaController.MetaControllerBase
{
    private const int MostInBatch = 256;

    /// <inheritdoc/>
    public override Task<Prediction> Predict(PredictRequest request, ServerCallContext context)
    {
        var states = PredictRequestReader.ReadStates(request);
        return Task.FromResult(Decide(models.Current, request, states));
    }

    /// <inheritdoc/>
    public override Task<PredictBatchResponse> PredictBatch(PredictBatchRequest request, ServerCallContext context)
    {
        if (request.Requests.Count is < 1 or > MostInBatch)
            throw new ValidationException("requests", $"must hold 1 to {MostInBatch} requests, and holds {request.Requests.Count}");

        // Nothing is decided before all are known to be right, and all by one model.
        var states = request.Requests.Select((one, index) => PredictRequestReader.ReadStates(one, $"requests[{index}].")).ToList();
        var model = models.Current;
        var response = new PredictBatchResponse();
        for (var i = 0; i < states.Count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            response.Predictions.Add(Decide(model, request.Requests[i], states[i]));
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ModelInfo> GetModelInfo(GetModelInfoRequest request, ServerCallContext context) =>
        Task.FromResult(Answers.Info(models.Current, models.Problem, settings));

    /// <inheritdoc/>
    public override async Task<ReloadResponse> Reload(ReloadRequest request, ServerCallContext context)
    {
        var changed = await models.ReloadAsync(context.CancellationToken);
        return new ReloadResponse { Changed = changed, Model = Answers.Info(models.Current, models.Problem, settings) };
    }

    /// <inheritdoc/>
    public override async Task<RecordDecisionsResponse> RecordDecisions(RecordDecisionsRequest request, ServerCallContext context)
    {
        await WriteAsync(DecisionReader.Read(request, time), context.CancellationToken);
        return new RecordDecisionsResponse();
    }

    /// <inheritdoc/>
    public override async Task<RecordOutcomeResponse> RecordOutcome(RecordOutcomeRequest request, ServerCallContext context)
    {
        await WriteAsync([DecisionReader.Read(request, time)], context.CancellationToken);
        return new RecordOutcomeResponse();
    }

    private Prediction Decide(ServedModel model, PredictRequest request, RunFeatures[] states)
    {
        using var span = telemetry.StartPrediction(request.RunId);
        var decision = model.Decide(states, request.UseMcts);
        var agent = decision.Agent?.Name() ?? AgentNames.Aggregate;
        telemetry.Predicted(span, agent, model.Type, decision.ByRules);

        var prediction = Answers.Prediction(decision, agent, states[^1], model.Version, settings.Exploration);
        if (request.Neighbours > 0)
            prediction.Neighbours.AddRange(decisions.Nearest([.. prediction.Vector], request.Neighbours).Select(Answers.Neighbour));
        return prediction;
    }

    private async Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            await decisions.WriteAsync(entries, cancellationToken);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }

        telemetry.Recorded(entries.Count);
    }
}
