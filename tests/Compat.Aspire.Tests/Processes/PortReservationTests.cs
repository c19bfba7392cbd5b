using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Processes;

namespace MctsAspire.Compat.Aspire.Tests.Processes;

public sealed class PortReservationTests
{
    [Fact]
    public void APortIsGivenOnce()
    {
        using var one = new PortReservations();
        using var other = new PortReservations();

        var ports = Enumerable.Range(0, 50).SelectMany(_ => new[] { one.Take(), other.Take() }).ToList();

        ports.Distinct().Count().ShouldBe(ports.Count);
    }

    [Fact]
    public void TheProcessThatThePortIsForCanListenThere()
    {
        using var ports = new PortReservations();
        var port = ports.Take();

        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }.Where(address => address.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6))
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            using var client = new TcpClient(address.AddressFamily);
            client.Connect(address, port);
        }
    }

    [Fact]
    public void APortThatSomebodyListensOnIsNotFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ports = new PortReservations();

        ports.TryTakeExactly(((IPEndPoint)listener.LocalEndpoint).Port).ShouldBeFalse();
    }

    [Fact]
    public void APortThatWasTakenCanBeTakenAfterItsRelease()
    {
        int port;
        using (var ports = new PortReservations())
            port = ports.Take();

        using var later = new PortReservations();
        later.TryTakeExactly(port).ShouldBeTrue();
    }
}
