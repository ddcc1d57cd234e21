// The protocol's own cost: a milter that accepts every mail. Prints its port, runs until its standard input ends.
// Arguments: [PORT] [all-replies]
using System.Globalization;
using System.Net;
using Postvakt.AcceptMilter;
using Postvakt.Protocols.Milter;

var port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
var options = new MilterOptions { Endpoints = [new(IPAddress.Loopback, port)], FewerReplies = !args.Contains("all-replies") };
await using var server = new MilterServer(options, new AcceptEverything(), TimeProvider.System, i => Console.Error.WriteLine($"{i.Kind}: {i.Text}"));
server.Start();
Console.WriteLine(((IPEndPoint)server.Endpoints[0]).Port);
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line == "memory")
        Console.WriteLine($"{server.OpenConnections} connections, working set {Environment.WorkingSet >> 20} MB, managed {GC.GetTotalMemory(true) >> 10} KB");
}
await server.StopAsync(TimeSpan.FromSeconds(5));
