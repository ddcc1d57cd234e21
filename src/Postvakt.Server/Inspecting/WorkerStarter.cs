using System.Diagnostics;
using Postvakt.Documents.Outside;

namespace Postvakt.Server.Inspecting;

/// <summary>Starts this same program as a worker: a process that reads files with parsers that are not ours, and has nothing but its two pipes.</summary>
/// <param name="yara">Folder of YARA rules, or null.</param>
public sealed class WorkerStarter(string? yara) : IWorkerStarter
{
    /// <summary>Verb of the launcher; not shown in its help.</summary>
    public const string Verb = "worker";

    /// <summary>Heap of a worker: a 7z archive's dictionary and what comes out of it. 384 MiB, in hexadecimal as the runtime wants it.</summary>
    private const string HeapLimit = "0x18000000";

    /// <summary>What the runtime needs to start.</summary>
    private static readonly string[] Needed = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_gcServer"];

    public IWorker Start()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("this program does not know its own path");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        // Started through "dotnet Postvakt.Cli.dll", the program is the host and its library comes first.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Postvakt.Cli.dll"));
        start.ArgumentList.Add(Verb);
        if (yara is not null) start.ArgumentList.Add(yara);
        // What this process knows by its environment (passwords of stores among it) is none of a worker's business.
        foreach (var name in start.Environment.Keys.Where(k => !Needed.Contains(k)).ToArray()) start.Environment.Remove(name);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return new Running(Process.Start(start) ?? throw new InvalidOperationException("no process"));
    }

    private sealed class Running : IWorker
    {
        private readonly Process _process;

        public Running(Process process)
        {
            _process = process;
            // What a dying runtime says may hold anything; it is read so that the pipe never fills, and dropped.
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
        }

        public Stream In => _process.StandardInput.BaseStream;

        public Stream Out => _process.StandardOutput.BaseStream;

        public void Kill()
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        }
    }
}
