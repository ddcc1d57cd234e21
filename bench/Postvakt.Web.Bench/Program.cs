using System.Globalization;
using Postvakt.Web.Bench;
using Postvakt.Web.Tests.Support;

if (args.Length < 2 || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var records))
{
    Console.Error.WriteLine("usage: DIR RECORDS [TIMES [NAME]]    NAME: pages whose name begins so; DIR: filled with as many held mails unless it is there; the console runs on a copy of it. Needs /usr/bin/chromium-headless-shell");
    return 2;
}
var times = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20;
var master = Path.GetFullPath(args[0]);
if (!Directory.Exists(master)) ManyRecords.Fill(master, records);
var room = new ConsoleRoom { Fill = data => ManyRecords.Copy(master, data) };
try
{
    await room.InitializeAsync();
    return await new PageTimes(room, times).RunAsync(args.Length > 3 ? args[3] : "");
}
finally
{
    await room.DisposeAsync();
}
