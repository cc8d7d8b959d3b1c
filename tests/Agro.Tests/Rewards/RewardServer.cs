using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Agro.Tests.Rewards;

/// <summary>A reward server on this machine.</summary>
internal sealed class RewardServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, HttpListenerContext, JsonElement, Task> _answer;
    private readonly Task _loop;
    private int _requests;

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Answers the request of a number, from 1; what it leaves open is closed.</param>
    public RewardServer(Func<int, HttpListenerContext, JsonElement, Task> answer)
    {
        _answer = answer;
        Url = Start();
        _loop = LoopAsync();
    }

    public string Url { get; }

    public int Requests => _requests;

    public ConcurrentQueue<JsonElement> Bodies { get; } = [];

    public static async Task WriteAsync(HttpListenerContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
        context.Response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    // Between finding a free port and listening on it, someone else may have taken it.
    private string Start()
    {
        for (var tries = 1; ; tries++)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/score/";
            free.Stop();
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(url);
            try
            {
                _listener.Start();
                return url;
            }
            catch (HttpListenerException) when (tries < 10)
            {
            }
        }
    }

    private async Task LoopAsync()
    {
        var under = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                under.Add(AnswerAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(under);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        var body = (await JsonDocument.ParseAsync(context.Request.InputStream)).RootElement;
        Bodies.Enqueue(body);
        try
        {
            await _answer(number, context, body);
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away.
        }
    }
}
