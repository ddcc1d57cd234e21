using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Server.Tests.Support;

/// <summary>A real clamd on loopback with one signature of ours, started with a private configuration and stopped by pid.</summary>
internal sealed class ClamdServer : IDisposable
{
    /// <summary>What the signature looks for.</summary>
    public const string Mark = "POSTVAKT-TEST-MARK-NOTHING-TO-SEE";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private ClamdServer(Process process, TemporaryFolder folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public static async Task<ClamdServer> StartAsync()
    {
        var folder = new TemporaryFolder();
        var port = Ports.Free();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "ours.ndb"), $"Postvakt.Test.Mark:0:*:{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(Mark))}\n");
        var config = Path.Combine(folder.Path, "clamd.conf");
        await File.WriteAllTextAsync(config, $"DatabaseDirectory {data}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\nUser root\nStreamMaxLength 1M\nTemporaryDirectory {folder.Path}\n");
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/clamd", ["-c", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var tries = 0; tries < 600 && !process.HasExited; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return new ClamdServer(process, folder, port);
            }
            catch (SocketException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        throw new InvalidOperationException("clamd does not start");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
