using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Networks;

public sealed class ConfigTests
{
    [Fact]
    public void AGruConfigurationSurvivesItsJson()
    {
        var config = new GruConfig(7, 32, 2, 0.25, 4);
        GruConfig.Parse(config.ToJson()).ShouldBe(config);
    }

    [Fact]
    public void WhatAGruConfigurationLeavesOutHasItsDefault() =>
        GruConfig.Parse("""{"hidden_size":32}""").ShouldBe(new GruConfig(HiddenSize: 32));

    [Theory]
    [InlineData("""{"hidden_size":0}""", "hidden_size is 0; it must be from 1 to 4096")]
    [InlineData("""{"layers":17}""", "layers is 17; it must be from 1 to 16")]
    [InlineData("""{"input_size":-1}""", "input_size is -1")]
    [InlineData("""{"classes":1}""", "classes is 1; it must be from 2")]
    [InlineData("""{"dropout":1}""", "dropout is 1; it must be at least 0 and below 1")]
    [InlineData("""{"hidden_size":"a"}""", "hidden_size")]
    [InlineData("""{"hidden":1}""", "hidden")]
    [InlineData("""{"layers":1,"layers":2}""", "layers")]
    [InlineData("null", "JSON object")]
    [InlineData("{", "can't be read")]
    public void AnImpossibleGruConfigurationIsRefusedWithFieldAndRange(string json, string expected) =>
        Should.Throw<ModelFormatException>(() => GruConfig.Parse(json)).Message.ShouldContain(expected);

    [Fact]
    public void AHuggingFaceConfigurationIsReadAndItsOtherFieldsPassedOver()
    {
        var config = BertConfig.Parse("""
            {"architectures":["BertForSequenceClassification"],"attention_probs_dropout_prob":0.2,"hidden_act":"gelu","hidden_size":256,"initializer_range":0.02,
             "intermediate_size":1024,"layer_norm_eps":1e-7,"max_position_embeddings":512,"model_type":"bert","num_attention_heads":4,"num_hidden_layers":4,
             "type_vocab_size":2,"vocab_size":1000,"id2label":{"0":"hrm","1":"trm","2":"mcts"},"use_cache":true,"transformers_version":"4.6.0"}
            """);
        (config.HiddenSize, config.HeadSize, config.Classes, config.VocabSize).ShouldBe((256, 64, 3, 1000));
        (config.LayerNormEps, config.AttentionProbsDropoutProb).ShouldBe((1e-7, 0.2));
    }

    [Fact]
    public void ABertConfigurationSurvivesItsJson()
    {
        var config = BertConfig.Mini with { VocabSize = 77, NumLabels = 3, ClassifierDropout = 0.3 };
        BertConfig.Parse(config.ToJson()).ShouldBe(config);
    }

    [Theory]
    [InlineData("""{"model_type":"roberta"}""", "model_type is 'roberta'; it must be bert")]
    [InlineData("""{"hidden_act":"swish"}""", "hidden_act is 'swish'; it must be gelu")]
    [InlineData("""{"is_decoder":true}""", "is_decoder is true; it must be false")]
    [InlineData("""{"pruned_heads":{"0":[1,2]}}""", "pruned_heads")]
    [InlineData("""{"hidden_act":null}""", "hidden_act")]
    [InlineData("""{"position_embedding_type":"relative_key"}""", "position_embedding_type")]
    [InlineData("""{"hidden_size":100,"num_attention_heads":3}""", "multiple of num_attention_heads")]
    [InlineData("""{"vocab_size":2000000000}""", "vocab_size is 2000000000; it must be from 1 to 1000000")]
    [InlineData("""{"num_hidden_layers":1e9}""", "num_hidden_layers")]
    [InlineData("""{"layer_norm_eps":0}""", "layer_norm_eps")]
    [InlineData("""{"num_labels":1}""", "num_labels is 1")]
    [InlineData("""{"hidden_dropout_prob":1.5}""", "hidden_dropout_prob is 1.5")]
    [InlineData("[]", "can't be read")]
    public void AnotherArchitectureIsRefusedByField(string json, string expected) =>
        Should.Throw<ModelFormatException>(() => BertConfig.Parse(json)).Message.ShouldContain(expected);

    [Theory]
    [InlineData("gelu", HiddenActivation.Gelu)]
    [InlineData("gelu_python", HiddenActivation.Gelu)]
    [InlineData("gelu_new", HiddenActivation.GeluTanh)]
    [InlineData("gelu_fast", HiddenActivation.GeluTanh)]
    [InlineData("gelu_accurate", HiddenActivation.GeluTanh)]
    [InlineData("gelu_pytorch_tanh", HiddenActivation.GeluTanh)]
    [InlineData("relu", HiddenActivation.Relu)]
    public void TheActivationsOfHuggingFaceAreTakenByTheirNames(string name, HiddenActivation activation)
    {
        var config = BertConfig.Parse($$"""{"hidden_act":"{{name}}","is_decoder":false,"pruned_heads":{ } }""");

        config.Activation.ShouldBe(activation);
        BertConfig.Parse(config.ToJson()).HiddenAct.ShouldBe(name);
    }

    [Fact]
    public void DeepNestingInAConfigurationIsRefused() =>
        Should.Throw<ModelFormatException>(() => BertConfig.Parse($$"""{"x":{{new string('[', 100_000)}}"""));

    [Fact]
    public void AnImpossibleAdaptationIsRefusedByField()
    {
        Should.Throw<ModelFormatException>(() => new LoraConfig(Rank: 0).Validate()).Message.ShouldContain("lora_r is 0");
        Should.Throw<ModelFormatException>(() => new LoraConfig(Alpha: -1).Validate()).Message.ShouldContain("lora_alpha is -1");
        Should.Throw<ModelFormatException>(() => new LoraConfig(Dropout: double.NaN).Validate()).Message.ShouldContain("lora_dropout");
        new LoraConfig().Validate().Scale.ShouldBe(4);
    }
}
