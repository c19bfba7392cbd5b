using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Progress;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>Runs a training and shows its progress meanwhile.</summary>
internal delegate Task<TrainingOutcome> ShowProgress(Func<ITrainingProgress, Task<TrainingOutcome>> work);
