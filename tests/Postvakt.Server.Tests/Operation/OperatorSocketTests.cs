using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Operation;

public sealed class OperatorSocketTests
{
    [Fact]
    public async Task Path_LongerThanASocketsMayBe_IsRefusedWithASentence()
    {
        using var folder = new TemporaryFolder();
        var deep = Directory.CreateDirectory(folder.At(new string('d', 110))).FullName;
        var refused = await Assert.ThrowsAsync<InstallationException>(() => OperatorSocket.StartAsync(deep, null!, new VerdictFeed(), () => new ReloadResult([], []), NullLogger.Instance));
        Assert.Contains("a socket's path has at most 107 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Null(await SocketOperations.FindAsync(deep, TestContext.Current.CancellationToken));
    }
}
