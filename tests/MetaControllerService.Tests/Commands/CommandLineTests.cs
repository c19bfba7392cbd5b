using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("train-rnn", "--hidden_dim", "0", "--hidden_dim must be a whole number from 1 to 4096, and is '0'.")]
    [InlineData("train-rnn", "--hidden-dim", "x", "--hidden_dim must be a whole number from 1 to 4096, and is 'x'.")]
    [InlineData("train-rnn", "--num_layers", "17", "--num_layers must be a whole number from 1 to 16, and is '17'.")]
    [InlineData("train-rnn", "--dropout", "1", "--dropout must be a number at least 0 and below 1, and is '1'.")]
    [InlineData("train-rnn", "--dropout", "NaN", "--dropout must be a number at least 0 and below 1, and is 'NaN'.")]
    [InlineData("train-rnn", "--lr", "0", "--lr must be a number above 0 and at most 1, and is '0'.")]
    [InlineData("train-bert-lora", "--batch_size", "257", "--batch_size must be a whole number from 1 to 256, and is '257'.")]
    [InlineData("train-rnn", "--batch_size", "-3", "--batch_size must be a whole number from 1 to 4096, and is '-3'.")]
    [InlineData("train-rnn", "--epochs", "2.5", "--epochs must be a whole number from 1 to 10000, and is '2.5'.")]
    [InlineData("train-rnn", "--patience", "0", "--patience must be a whole number from 1 to 1000, and is '0'.")]
    [InlineData("train-rnn", "--seed", "-1", "--seed must be a whole number from 0 to 9007199254740991, and is '-1'.")]
    [InlineData("train-rnn", "--num_samples", "9", "--num_samples must be a whole number from 10 to 1000000, and is '9'.")]
    [InlineData("train-rnn", "--save_path", "", "--save_path must be a text that is not empty, and is ''.")]
    [InlineData("train-bert-lora", "--lora_r", "0", "--lora_r must be a whole number from 1 to 1024, and is '0'.")]
    [InlineData("train-bert-lora", "--lora_alpha", "-1", "--lora_alpha must be a number above 0 and at most 100000, and is '-1'.")]
    [InlineData("train-bert-lora", "--lora-dropout", "2", "--lora_dropout must be a number at least 0 and below 1, and is '2'.")]
    [InlineData("train-bert-lora", "--warmup_steps", "-1", "--warmup_steps must be a whole number from 0 to 1000000, and is '-1'.")]
    public async Task AWrongValueIsRefusedByTheOptionAndItsRange(string command, string option, string value, string problem)
    {
        await using var run = new CommandRun();

        (await run.RunAsync(command, option, value)).ShouldBe(2);

        run.Error.ShouldContain(problem);
        Directory.Exists(run.Data).ShouldBeFalse();
    }

    [Theory]
    [InlineData("train-everything")]
    [InlineData("train-rnn", "--unknown", "1")]
    [InlineData("train-rnn", "--epochs", "1", "--epochs", "2")]
    [InlineData("import")]
    public async Task WhatIsUnknownMissingOrTwiceIsRefused(params string[] args)
    {
        await using var run = new CommandRun();

        (await run.RunAsync(args)).ShouldBe(2);

        run.Error.ShouldStartWith("error: ");
    }

    [Fact]
    public async Task HelpNamesTheOptionsWithTheirRangesAndDefaults()
    {
        await using var run = new CommandRun();

        (await run.RunAsync("train-bert-lora", "--help")).ShouldBe(0);

        foreach (var option in new[] { "--model_name", "--lora_r", "--lora_alpha", "--lora_dropout", "--lr", "--batch_size", "--epochs", "--warmup_steps", "--balanced", "--seed", "--num_samples", "--data_path", "--output_dir", "--save_path", "--patience", "--resume" })
            run.Output.ShouldContain(option);
        run.Output.ShouldContain("[default: 100]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:0")]
    [InlineData(false, "--environment=Development")]
    [InlineData(true, "train-rnn")]
    [InlineData(true, "--help")]
    [InlineData(true, "nonsense")]
    public void WithoutACommandTheServiceRuns(bool isCommand, params string[] args) => CommandRunner.IsCommand(args).ShouldBe(isCommand);
}
