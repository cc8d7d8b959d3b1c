Console.WriteLine("agro-host");
