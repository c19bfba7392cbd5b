using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MctsAspire.ServiceDefaults.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public void AWrongSettingIsOneLine() =>
        StartFailure.Describe(new ConfigurationException("LLM_PROVIDER", "is 'x',\nand must be openai")).ShouldBe("LLM_PROVIDER is 'x', and must be openai");

    [Fact]
    public void WrongOptionsAreOneLine() =>
        StartFailure.Describe(new OptionsValidationException("o", typeof(string), ["A is wrong", "B is wrong"])).ShouldBe("A is wrong; B is wrong");

    [Fact]
    public void ATakenPortIsOneLineThatSaysWhatToDo() =>
        StartFailure.Describe(new IOException("Failed to bind to address http://127.0.0.1:80.", new AddressInUseException("in use")))
            .ShouldBe("Failed to bind to address http://127.0.0.1:80. Stop what listens there, or choose another address in ASPNETCORE_URLS.");

    [Fact]
    public void ASecretIsNotShown() =>
        StartFailure.Describe(new ConfigurationException("ConnectionStrings__redis is 'localhost,password=swordfish'"))!.ShouldNotContain("swordfish");

    [Fact]
    public void AFaultOfOurOwnIsNotHidden() => StartFailure.Describe(new InvalidOperationException("a bug")).ShouldBeNull();
}
