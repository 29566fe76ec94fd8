using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using QRCoder;

namespace LeRun.LocalHost.Terminal;

/// <summary>How a phone finds this machine.</summary>
internal static class Network
{
    /// <summary>Returns this machine's addresses in the networks it is in, those with a way out of them first.</summary>
    public static IReadOnlyList<IPAddress> Addresses() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           where network.OperationalStatus == OperationalStatus.Up
               && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
           let properties = network.GetIPProperties()
           orderby properties.GatewayAddresses.Count == 0
           from address in properties.UnicastAddresses
           where address.Address.AddressFamily == AddressFamily.InterNetwork
           select address.Address,
    ];

    /// <summary>Draws an address as a QR code for a phone's camera, of characters as light as paper on a dark terminal.</summary>
    public static string QrCode(string address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall(drawQuietZones: true);
    }
}
